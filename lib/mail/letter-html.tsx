import {
  Button,
  Column,
  Container,
  Head,
  Heading,
  Html,
  Link,
  Row,
  Section,
  Text,
} from "react-email";
import { dirOf } from "@/lib/i18n/locales";
import { accentColors } from "./colors";
import type { Letter } from "./letter";
import { letterSheet, letterStyles } from "./letter-styles";

/** By its name, so that the server's bundle takes no part of the package that no letter has. */
export { render } from "react-email";

type Styles = ReturnType<typeof letterStyles>;

/** The letter as HTML that Outlook, Gmail and Apple Mail show alike: tables, 600 px, no pictures. */
export function LetterHtml({ letter }: { letter: Letter }) {
  const colors = accentColors(letter.accent);
  const styles = letterStyles(colors);
  return (
    <Html lang={letter.locale} dir={dirOf(letter.locale)}>
      <Head>
        <title>{letter.subject}</title>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{letterSheet(colors)}</style>
      </Head>
      {/* Not react-email's Body and Preview: they repeat the ground on a cell that the dark sheet
          cannot name, and add a second title. */}
      <body className="page" style={styles.body}>
        <div style={styles.preview}>{letter.lead}</div>
        <Section className="page" style={styles.page}>
          <Container className="card" style={styles.card}>
            <Section className="band" tdClassName="pad" style={styles.band}>
              <Text style={styles.host} dir="auto">
                {letter.host}
              </Text>
              <Heading as="h1" style={styles.title} dir="auto">
                {letter.title}
              </Heading>
            </Section>
            <Section tdClassName="pad" style={styles.main}>
              <Heading as="h2" className="ink" style={styles.hello} dir="auto">
                {letter.hello}
              </Heading>
              <Text className="ink" style={styles.text}>
                {letter.lead}
              </Text>
              {letter.words ? <OwnWords words={letter.words} styles={styles} /> : null}
              <Facts facts={letter.facts} styles={styles} />
              {letter.action ? <Action action={letter.action} styles={styles} /> : null}
              {letter.note ? (
                <Section className="well" style={styles.note}>
                  <Text className="ink2" style={styles.noteText}>
                    <strong className="ink" style={styles.strong}>
                      {letter.note.title}
                    </strong>{" "}
                    {letter.note.text}
                  </Text>
                </Section>
              ) : null}
              {letter.further ? (
                <Text className="ink" style={styles.text}>
                  {letter.further.text}{" "}
                  <Link className="link" style={styles.link} href={letter.further.url}>
                    {letter.further.label}
                  </Link>
                </Text>
              ) : null}
            </Section>
            <Foot foot={letter.foot} styles={styles} />
          </Container>
        </Section>
      </body>
    </Html>
  );
}

function OwnWords({ words, styles }: { words: NonNullable<Letter["words"]>; styles: Styles }) {
  return (
    <Section className="well" style={styles.note}>
      <Text className="ink2" style={styles.noteText}>
        <strong className="ink" style={styles.strong}>
          {words.by}
        </strong>
      </Text>
      {words.lines.map((line, at) => (
        <Text
          key={at}
          className="ink"
          style={styles.noteText}
          lang={words.locale ?? undefined}
          dir="auto"
        >
          {line ? <Linked line={line} styles={styles} /> : "\u00a0"}
        </Text>
      ))}
    </Section>
  );
}

/** Addresses, without what ends the sentence that they stand in. */
const ADDRESS = /(https?:\/\/[^\s<>"«»„“”]*[^\s<>"«»„“”.,;:!?)\]'’…])/i;

/**
 * An organizer's line with its addresses as links. Nobody else's words are in it but names that are
 * no addresses (mailable-name.ts).
 */
function Linked({ line, styles }: { line: string; styles: Styles }) {
  return line.split(ADDRESS).map((part, at) =>
    // What was split by stands at each second place.
    at % 2 === 1 ? (
      <Link key={at} className="link" style={styles.link} href={part}>
        {part}
      </Link>
    ) : (
      part
    ),
  );
}

function Facts({ facts, styles }: { facts: Letter["facts"]; styles: Styles }) {
  return (
    <Section className="line" style={styles.facts}>
      <Row>
        {facts.map(({ label, lines, aside, past }) => (
          <Column key={label} className="col" width="50%" valign="top">
            <Text className="ink2" style={styles.label}>
              {label}
            </Text>
            {lines.map((line) => (
              <Text
                key={line}
                className={past ? "ink2" : "ink"}
                style={past ? styles.aside : styles.fact}
              >
                {line}
              </Text>
            ))}
            {aside ? (
              <Text className="ink2" style={styles.aside}>
                {aside}
              </Text>
            ) : null}
            <Text style={styles.gap}>&nbsp;</Text>
          </Column>
        ))}
      </Row>
    </Section>
  );
}

function Action({ action, styles }: { action: NonNullable<Letter["action"]>; styles: Styles }) {
  return (
    <>
      <Button className="button" style={styles.button} href={action.url}>
        {action.label}
      </Button>
      <Text className="ink2" style={styles.hint}>
        {action.copy}
      </Text>
      <Section className="well" style={styles.address}>
        <Link className="ink" style={styles.addressLink} href={action.url}>
          {action.url}
        </Link>
      </Section>
    </>
  );
}

function Foot({ foot, styles }: { foot: Letter["foot"]; styles: Styles }) {
  const [first, ...others] = foot.paragraphs;
  return (
    <Section className="well" tdClassName="pad" style={styles.foot}>
      <Text className="ink2" style={styles.footText}>
        <strong className="ink" style={styles.strong}>
          {foot.title}
        </strong>{" "}
        {first}
      </Text>
      {others.map((paragraph) => (
        <Text key={paragraph} className="ink2" style={styles.footText}>
          {paragraph}
        </Text>
      ))}
    </Section>
  );
}
