/** A ticket in an opened envelope. */
export function EnvelopeArt() {
  return (
    <svg className="art" viewBox="0 0 300 190" aria-hidden="true" focusable="false">
      <clipPath id="ticket-shape">
        <path d="M72 34h156v22a7 7 0 0 0 0 14v74H72V70a7 7 0 0 0 0-14Z" />
      </clipPath>
      <path className="art__dim" d="M40 78 150 8l110 70v100H40Z" />
      <g transform="rotate(-5 150 80)">
        <path className="art__accent" d="M72 34h156v22a7 7 0 0 0 0 14v74H72V70a7 7 0 0 0 0-14Z" />
        <g className="art__foil" clipPath="url(#ticket-shape)">
          <circle cx="206" cy="44" r="14" />
          <circle cx="206" cy="44" r="26" strokeDasharray="40 12 60 8" />
          <circle cx="206" cy="44" r="40" strokeDasharray="70 20 30 14" />
          <circle cx="206" cy="44" r="56" strokeDasharray="50 18 90 30" />
        </g>
        <path className="art__line" d="M90 52h70M90 66h46" />
      </g>
      <path className="art__paper" d="M40 78l110 62 110-62v100a6 6 0 0 1-6 6H46a6 6 0 0 1-6-6Z" />
      <path className="art__ink" d="m42 182 78-59M258 182l-78-59" />
    </svg>
  );
}

const BITES =
  "v8a4 4 0 0 0 0 8v6a4 4 0 0 0 0 8v6a4 4 0 0 0 0 8v6a4 4 0 0 0 0 8v6a4 4 0 0 0 0 8v6a4 4 0 0 0 0 8v6";
const BITES_UP =
  "v-8a4 4 0 0 0 0-8v-6a4 4 0 0 0 0-8v-6a4 4 0 0 0 0-8v-6a4 4 0 0 0 0-8v-6a4 4 0 0 0 0-8v-6a4 4 0 0 0 0-8Z";

/** A ticket and the stub torn off it. */
export function TornTicketArt() {
  return (
    <svg className="art" viewBox="0 0 300 150" aria-hidden="true" focusable="false">
      <g transform="rotate(-3 100 80)">
        <path className="art__accent" d={`M22 30h152${BITES}H22a6 6 0 0 1-6-6V36a6 6 0 0 1 6-6Z`} />
        <g className="art__foil">
          <circle cx="150" cy="44" r="12" />
          <path d="M112 36a40 40 0 0 0 20 42M100 44a52 52 0 0 0 44 50M88 52a64 64 0 0 0 80 54" />
        </g>
        <path className="art__line" d="M36 58h44M36 74h28" />
      </g>
      <g transform="rotate(8 240 84) translate(16 2)">
        <path
          className="art__paper"
          d={`M190 30h62a6 6 0 0 1 6 6v84a6 6 0 0 1-6 6h-62${BITES_UP}`}
        />
        <path className="art__ink" d="M212 62h28M212 76h18" />
      </g>
    </svg>
  );
}
