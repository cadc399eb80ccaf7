-- What Akka's R2DBC plugin stores a room's events in. No length limits an id: a room's name may take 255 bytes before it is escaped.
-- Ids sort by their bytes: how a language sorts changes with the operating system, and would spoil the indexes.
create table parley.event_journal (
  persistence_id text collate "C" not null,
  seq_nr bigint not null,
  slice integer not null,
  entity_type text collate "C" not null,
  db_timestamp timestamptz not null,
  writer text not null,
  adapter_manifest text,
  deleted boolean not null default false,
  event_ser_id integer not null,
  event_ser_manifest text not null,
  event_payload bytea not null,
  meta_ser_id integer,
  meta_ser_manifest text,
  meta_payload bytea,
  tags text[],
  -- The fence: of two writers under the same number one fails.
  primary key (persistence_id, seq_nr)
);

-- Events are compressed and sealed before they come here: trying once more only costs time.
alter table parley.event_journal alter column event_payload set storage external;

create index event_journal_slice on parley.event_journal (slice, entity_type, db_timestamp, seq_nr);
