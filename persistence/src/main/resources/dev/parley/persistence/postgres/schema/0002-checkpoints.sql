-- Several checkpoints a room. The weight is that of dev.parley.core.event.Checkpoint, by which older ones are thinned; what has none
-- stays. The checksum is the CRC-32C of what is stored.
create table parley.snapshot (
  persistence_id text collate "C" not null,
  seq_nr bigint not null,
  write_timestamp bigint not null,
  weight bigint,
  checksum integer not null,
  ser_id integer not null,
  ser_manifest text not null,
  snapshot bytea not null,
  primary key (persistence_id, seq_nr)
);

alter table parley.snapshot alter column snapshot set storage external;
