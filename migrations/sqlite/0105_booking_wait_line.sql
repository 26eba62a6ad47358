-- Who waits for a room's time, in order: looked for whenever a time becomes free.
CREATE INDEX booking_wait_line ON booking_wait (space, state, held_until);
