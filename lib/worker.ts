import { closeRegistrationHandler } from "@/lib/enrolment/close-registration.job";
import { recheckHandler } from "@/lib/enrolment/recheck.job";
import { reconcileEnrolmentHandler } from "@/lib/enrolment/reconcile.job";
import { changePageHandler } from "@/lib/events/page-change.job";
import { followUpHandler, remindHandler } from "@/lib/events/remind.job";
import type { Handler } from "@/lib/jobs/handle";
import { findDueHandler } from "@/lib/meetings/find-due.job";
import { keepSubscriptionHandler } from "@/lib/meetings/keep-subscription.job";
import { lookAtMeetingHandler } from "@/lib/meetings/look.job";
import { deliverTestHandler } from "@/lib/messages/send-test.job";
import { movePeopleHandler } from "@/lib/moving/move-people.job";
import { findIdleHandler, stayConnectedHandler } from "@/lib/organizers/stay-connected.job";
import { tellBrokenHandler } from "@/lib/organizers/tell-broken.job";
import { deliverMailHandler } from "@/lib/registrations/deliver-mail.job";
import { handOnHandler } from "@/lib/registrations/hand-on-places.job";
import { mailRoundHandler } from "@/lib/registrations/mail-round.job";
import { readBouncesHandler } from "@/lib/registrations/read-bounces.job";
import { deleteExpiredHandler } from "@/lib/retention/delete-expired.job";
import { resealHandler } from "@/lib/retention/reseal.job";

/** Every job there is. The one place that names them. */
export const handlers: readonly Handler[] = [
  reconcileEnrolmentHandler,
  closeRegistrationHandler,
  recheckHandler,
  movePeopleHandler,
  deliverMailHandler,
  deliverTestHandler,
  handOnHandler,
  mailRoundHandler,
  readBouncesHandler,
  changePageHandler,
  remindHandler,
  followUpHandler,
  findDueHandler,
  lookAtMeetingHandler,
  keepSubscriptionHandler,
  deleteExpiredHandler,
  tellBrokenHandler,
  findIdleHandler,
  stayConnectedHandler,
  resealHandler,
];
