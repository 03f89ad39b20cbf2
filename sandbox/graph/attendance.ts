import { type Answer, json } from "../http.ts";
import type { AttendanceRecord, AttendanceReport } from "../model.ts";
import { type Caller, requirePermission } from "./caller.ts";
import { GraphError } from "./errors.ts";

interface AttendanceCall {
  caller: Caller;
  method: string;
  query: URLSearchParams;
  version: string;
}

const NEEDED = ["OnlineMeetingArtifact.Read.All"];
const OPTIONS = ["$expand", "$top", "$skip"];

/** `…/attendanceReports[/{id}[/attendanceRecords]]`, of a meeting or of a webinar's session. */
export function attendanceReports(
  on: AttendanceCall,
  reports: AttendanceReport[],
  [id, child, ...more]: string[],
): Answer {
  requirePermission(on.caller, { delegated: NEEDED, application: NEEDED });
  if (on.method !== "GET")
    throw new GraphError(405, `The method ${on.method} is not supported for this resource.`);
  const unknown = [...on.query.keys()].find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw new GraphError(400, `Query option '${unknown}' is not allowed.`);
  const there = reports
    .filter(({ appearsAt }) => Date.parse(appearsAt) <= Date.now())
    .sort((a, b) => (a.start < b.start ? 1 : -1));
  // In the list a report's records are always empty.
  if (id === undefined) return json(200, { value: there.map((report) => toReport(report, [])) });
  const report = there.find((each) => each.id === id);
  if (report === undefined) throw new GraphError(404, "The attendance report was not found.");
  const records = report.records.map((record) => toRecord(record, on.version));
  if (child === undefined)
    return json(
      200,
      toReport(report, on.query.get("$expand") === "attendanceRecords" ? records : []),
    );
  if (child.toLowerCase() !== "attendancerecords" || more.length > 0)
    throw new GraphError(400, `Resource not found for the segment '${more[0] ?? child}'.`);
  return json(200, { value: records });
}

function toReport({ id, start, end, records }: AttendanceReport, attendanceRecords: unknown[]) {
  return {
    id,
    totalParticipantCount: records.length,
    meetingStartDateTime: start,
    meetingEndDateTime: end,
    attendanceRecords,
  };
}

/** Who was registered is told on beta alone; a guest's address may be empty. */
function toRecord(record: AttendanceRecord, version: string) {
  const intervals = record.intervals.map(({ join, leave }) => ({
    joinDateTime: join,
    leaveDateTime: leave,
    durationInSeconds: Math.round((Date.parse(leave) - Date.parse(join)) / 1000),
  }));
  return {
    id: record.id,
    emailAddress: record.email,
    totalAttendanceInSeconds: intervals.reduce((sum, each) => sum + each.durationInSeconds, 0),
    role: record.role,
    identity: {
      id: record.oid,
      displayName: record.name,
      tenantId: record.tid,
    },
    attendanceIntervals: intervals,
    ...(version === "beta" && {
      registrantId: record.registrantId,
      externalRegistrationInformation: record.external,
    }),
  };
}
