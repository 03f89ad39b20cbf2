import { create } from "qrcode";
import { qrPath } from "./qr-path";

/** An address as a QR code, drawn by attributes only. */
export function Qr({ address, label }: { address: string; label: string }) {
  const { size, path } = qrPath(create(address).modules);
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={path} fill="currentColor" />
    </svg>
  );
}
