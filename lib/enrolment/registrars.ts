import type { RegistrarName } from "@/lib/db/schema";
import { directRegistrar } from "./direct";
import { externalRegistrar } from "./external";
import type { Registrar } from "./registrar";
import { webinarRegistrar } from "./webinar";

const REGISTRARS: Record<RegistrarName, Registrar> = {
  external: externalRegistrar,
  webinar: webinarRegistrar,
  direct: directRegistrar,
};

export function registrarNamed(name: RegistrarName): Registrar {
  return REGISTRARS[name];
}
