import type { PageCover } from "@/lib/events/read-page";
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

/**
 * The head of an event's page: the organizer's picture with the title below it, or else the poster,
 * its colour by the accent around it, its lines by the slug, the title in it.
 */
export function Poster({
  title,
  invites,
  slug,
  cover,
}: {
  title: string;
  invites: string;
  slug: string;
  cover?: PageCover | null;
}) {
  const { main, sub } = splitTitle(title);
  const words = (
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
  );
  return cover ? (
    <header className="covered">
      <Cover cover={cover} />
      {words}
    </header>
  ) : (
    <header className="poster">
      <PosterArt seed={slug} shape="poster" />
      {words}
    </header>
  );
}

function Cover({ cover: { hash, alt, width, height } }: { cover: PageCover }) {
  const large = `/api/covers/${hash}`;
  const small = `${large}?size=small`;
  return (
    // biome-ignore lint/performance/noImgElement: next/image needs inline styles, which the policy stops.
    <img
      className="covered__img"
      src={large}
      srcSet={`${small} ${Math.min(width, 840)}w, ${large} ${width}w`}
      sizes="(min-width: 1200px) 1120px, 100vw"
      alt={alt}
      width={width}
      height={height}
      fetchPriority="high"
    />
  );
}
