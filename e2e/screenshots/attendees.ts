import { product } from "../setup/product";
import { formBody, readForm } from "../support/plain-form";

/** Forty people of many places, as they would write their names. */
const NAMES = `Amara Nwosu · Björn Håkansson · Chiara D’Angelo · Đặng Minh Anh · Eleni Papadopoulou
Farah al-Khatib · Georgi Dimitrov · Hana Kovářová · İlker Yıldız · João Pedro da Silva
Kwame Mensah · Leilani Kahananui · Maëlle Le Goff · Nadia Rahman · Oluwaseun Adeyemi
Priya Raghunathan · Quentin Dubois · Rūta Žukauskaitė · Søren Kjærgaard · Tāne Rangihuna
Ursula Königsberger · Valentina Rojas · Wanjiru Kamau · Ximena Quispe · Yuki Tanaka
Zoltán Szabó · Aoife Ní Bhriain · Bao Nguyen · Camille Rousseau · Dmytro Shevchenko
Esra Aydın · Fatou Diop · Gabriela Marković · Hiroshi Nakamura · Ingrid Solberg
Jamal Washington · Katarzyna Wiśniewska · Lívia Horváthová · Mehmet Öztürk · Noa Ben-David`
  .split(/ · |\n/)
  .map((name) => {
    const [firstName = "", ...rest] = name.split(" ");
    return { firstName, lastName: rest.join(" ") };
  });

export interface Attendee {
  firstName: string;
  lastName: string;
  email: string;
}

/** The first `count` of them, each with an address of their own. */
export function attendees(count: number): Attendee[] {
  return NAMES.slice(0, count).map(({ firstName, lastName }) => {
    const plain = `${firstName}.${lastName}`
      .normalize("NFKD")
      .toLowerCase()
      .replace(/đ/g, "d")
      .replace(/ø/g, "o")
      .replace(/æ/g, "ae")
      .replace(/ı/g, "i")
      .replace(/[^a-z.]/g, "");
    return { firstName, lastName, email: `${plain}@mail.example` };
  });
}

/** Sends the public form as a browser without JavaScript does; answers where it leads. */
export async function signUpOverHttp(slug: string, who: Attendee): Promise<string> {
  const address = `${product().appUrl}/e/${slug}`;
  const page = await (await fetch(address, { headers: { "accept-language": "en" } })).text();
  const answer = await fetch(address, {
    method: "POST",
    body: formBody(readForm(page, address, "[name=email]"), { ...who, timeZone: "Europe/Paris" }),
    headers: { origin: product().appUrl },
    redirect: "manual",
  });
  const location = answer.headers.get("location");
  if (answer.status !== 303 || !location)
    throw new Error(`Signing up for ${slug}: ${answer.status} ${await answer.text()}`);
  return new URL(location, product().appUrl).pathname;
}
