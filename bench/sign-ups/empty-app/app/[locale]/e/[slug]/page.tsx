import { RegistrationForm } from "@/components/event/registration-form";
import { emptyAction } from "./actions";

export const revalidate = 60;

export function generateStaticParams() {
  return [];
}

interface Props {
  params: Promise<{ slug: string }>;
}

/** The product's form before an action that does nothing. */
export default async function EmptyPage({ params }: Props) {
  const { slug } = await params;
  const event = {
    slug,
    hostName: "Tidewater",
    audience: "everyone",
    emailDomains: [],
    invitedOnly: false,
    form: null,
    privacyNotice: "",
    hasCapacity: false,
    waitlist: false,
    approval: false,
    holdMinutes: null,
  } as const;
  return <RegistrationForm event={event} locale="en" action={emptyAction} />;
}
