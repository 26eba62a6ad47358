-- What a lent thing looks like: up to three pictures, each with words for those who don't see it.
CREATE TABLE thing_photo (
  id TEXT NOT NULL CONSTRAINT thing_photo_pk PRIMARY KEY,
  thing TEXT NOT NULL CONSTRAINT thing_photo_thing REFERENCES thing (id),
  large TEXT NOT NULL CONSTRAINT thing_photo_large REFERENCES stored_file (hash),
  small TEXT NOT NULL CONSTRAINT thing_photo_small REFERENCES stored_file (hash),
  width BIGINT NOT NULL CONSTRAINT thing_photo_width CHECK (width > 0),
  height BIGINT NOT NULL CONSTRAINT thing_photo_height CHECK (height > 0),
  alt TEXT NOT NULL CONSTRAINT thing_photo_alt CHECK (length(alt) > 0),
  place BIGINT NOT NULL,
  person TEXT NULL CONSTRAINT thing_photo_person REFERENCES person (id),
  at BIGINT NOT NULL
);
CREATE INDEX thing_photo_by_thing ON thing_photo (thing, place, id);
