-- Minutes are adopted in a meeting that began after they were circulated.
alter table meeting add column circulated_at timestamptz;

-- What is said of minutes that are not adopted is for those who read them, whoever else sees the item.
alter table comment add column audience text[];
