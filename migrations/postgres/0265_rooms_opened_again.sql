-- A room that its keeper closed and opened again: from when until when it was closed, so that its past hours stay what
-- they were. One that is closed still is in space.closed_from.
CREATE TABLE space_closing (
  space TEXT NOT NULL CONSTRAINT space_closing_space REFERENCES space (id),
  closed_from BIGINT NOT NULL,
  closed_until BIGINT NOT NULL,
  reason TEXT NOT NULL,
  CONSTRAINT space_closing_pk PRIMARY KEY (space, closed_from),
  CONSTRAINT space_closing_span CHECK (closed_from < closed_until)
);
