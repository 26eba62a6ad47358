-- Every index that a row goes into is another page to write, and a rush is made of sign-ups, scans and events. What nobody
-- looks for by has none: an event by the organisation, a scan by its time. The queue is looked for by those who wait or have
-- an offer; whoever has a place isn't in it.
DROP INDEX event_org;
DROP INDEX scan_by_activity;
DROP INDEX signup_by_queue;
CREATE INDEX signup_by_queue ON signup (activity, role, state, rank, number)
  WHERE state = 'waiting' OR state = 'offered';
