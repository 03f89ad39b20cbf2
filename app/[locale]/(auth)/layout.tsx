import "@/app/styles/auth.css";
import type { ReactNode } from "react";

/** Sign-in stands alone: neither the public pages' frame nor the desk's. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return children;
}
