import type { ReactNode } from "react";

export const metadata = { title: "Bare", description: "A page with nothing but its size." };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
