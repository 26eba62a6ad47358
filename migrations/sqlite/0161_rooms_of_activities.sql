-- An activity may hold several rooms and take equipment along: one booking for each room.
DROP INDEX booking_of_activity;
CREATE UNIQUE INDEX booking_of_activity ON booking (activity, space) WHERE activity IS NOT NULL AND status = 'held';

-- The rooms besides the one that stands in the activity itself.
CREATE TABLE activity_room (
  activity TEXT NOT NULL CONSTRAINT activity_room_activity REFERENCES activity (id),
  space TEXT NOT NULL CONSTRAINT activity_room_space REFERENCES space (id),
  position BIGINT NOT NULL,
  CONSTRAINT activity_room_pk PRIMARY KEY (activity, space)
);

CREATE TABLE activity_equipment (
  activity TEXT NOT NULL CONSTRAINT activity_equipment_activity REFERENCES activity (id),
  equipment TEXT NOT NULL CONSTRAINT activity_equipment_equipment REFERENCES equipment (id),
  pieces BIGINT NOT NULL CONSTRAINT activity_equipment_pieces CHECK (pieces > 0),
  position BIGINT NOT NULL,
  CONSTRAINT activity_equipment_pk PRIMARY KEY (activity, equipment)
);
