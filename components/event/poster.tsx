import { PosterArt } from "./poster-art";

/** "Reading the sky: an evening" is a title and what stands below it. */
export function splitTitle(title: string): { main: string; sub: string | null } {
  const [, main, sub] = /^(.{3,}?)\s?:\s+(.{3,})$/su.exec(title) ?? [];
  return main && sub ? { main, sub } : { main: title, sub: null };
}

/** How large a title can be set: by its length, or by a word that no line could hold. */
export function titleLength(title: string): "short" | "long" | "very-long" {
  const longestWord = Math.max(...title.split(/\s+/).map((word) => word.length));
  if (title.length > 80 || longestWord > 22) return "very-long";
  return title.length > 34 || longestWord > 13 ? "long" : "short";
}

/** The generated cover: colour by the accent around it, lines by the slug, the title in it. */
export function Poster({ title, invites, slug }: { title: string; invites: string; slug: string }) {
  const { main, sub } = splitTitle(title);
  return (
    <header className="poster">
      <PosterArt seed={slug} shape="poster" />
      <div className="poster__in">
        <p className="poster__host" dir="auto">
          {invites}
        </p>
        <h1 dir="auto" data-length={titleLength(main)}>
          {main}
          {sub ? (
            <>
              <span className="vh">: </span>
              <span className="poster__sub">{sub}</span>
            </>
          ) : null}
        </h1>
      </div>
    </header>
  );
}
