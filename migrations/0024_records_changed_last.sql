-- The last event that changed a record, or what belongs to one: answers of records alone outlast what is sent in, signed in and
-- set meanwhile. Null until the next such event.
alter table chain_head add column records_sequence bigint, add column records_hash text;
alter table chain_head add constraint chain_head_records_whole check ((records_sequence is null) = (records_hash is null));
