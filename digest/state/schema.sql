-- What must never be lost. Times are UTC, ISO 8601 to the millisecond.

CREATE TABLE subscriber (
  id       INTEGER PRIMARY KEY,
  public   TEXT NOT NULL UNIQUE,  -- opaque and random: all that a link tells of a subscriber
  email    TEXT NOT NULL,         -- as it goes over the wire
  mailbox  TEXT NOT NULL UNIQUE,  -- what two spellings of one address have in common
  written  TEXT NOT NULL,         -- the address as the import wrote it, for the export
  name     TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  tags     TEXT NOT NULL DEFAULT '[]',
  fields   TEXT NOT NULL DEFAULT '{}',
  status   TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'unsubscribed', 'bounced', 'complained')),
  added    TEXT NOT NULL,
  changed  TEXT NOT NULL
) STRICT;

-- Wins over everything: who stands here gets no mail, whatever an import says.
CREATE TABLE suppression (
  mailbox TEXT PRIMARY KEY,
  reason  TEXT NOT NULL CHECK (reason IN ('unsubscribed', 'bounced', 'complained', 'editor')),
  since   TEXT NOT NULL,
  note    TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- The first send of an edition freezes what goes and to whom.
CREATE TABLE sending (
  edition  TEXT PRIMARY KEY,
  content  TEXT NOT NULL,         -- hash of what was frozen
  provider TEXT NOT NULL,
  began    TEXT NOT NULL,
  readers  INTEGER NOT NULL,      -- how many were frozen
  letter   BLOB NOT NULL          -- the rendered bytes themselves, pictures included
) STRICT;

CREATE TABLE delivery (
  edition     TEXT NOT NULL REFERENCES sending (edition),
  number      INTEGER NOT NULL,   -- 1, 2, 3 … in the order of sending
  public      TEXT NOT NULL,      -- the subscriber's opaque id
  email       TEXT NOT NULL,
  name        TEXT NOT NULL,
  language    TEXT NOT NULL,
  state       TEXT NOT NULL DEFAULT 'planned'
              CHECK (state IN ('planned', 'in flight', 'accepted', 'refused', 'unknown', 'left')),
  tries       INTEGER NOT NULL DEFAULT 0,
  call        TEXT NOT NULL DEFAULT '',  -- key of the call it went in: those that share it share their fate
  provider_id TEXT NOT NULL DEFAULT '',
  detail      TEXT NOT NULL DEFAULT '',
  changed     TEXT NOT NULL,      -- of an unknown one: when it went in flight, for how long its key lives
  PRIMARY KEY (edition, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_state ON delivery (edition, state, number);
CREATE UNIQUE INDEX delivery_once ON delivery (edition, public);

-- An edition handed over to a service that holds the list.
CREATE TABLE draft (
  edition TEXT NOT NULL,
  service TEXT NOT NULL,
  id      TEXT NOT NULL DEFAULT '',  -- the service's; '' while a create waits for its answer
  state   TEXT NOT NULL CHECK (state IN ('creating', 'draft', 'scheduled', 'sending', 'sent')),
  content TEXT NOT NULL DEFAULT '',  -- hash of what was handed over; '' until it was
  seen    TEXT NOT NULL DEFAULT '',  -- hash of what the service showed then
  at      TEXT NOT NULL DEFAULT '',  -- when the service sends it
  url     TEXT NOT NULL DEFAULT '',
  changed TEXT NOT NULL,             -- while creating: when that began, for how long its key lives
  PRIMARY KEY (edition, service)
) STRICT, WITHOUT ROWID;
