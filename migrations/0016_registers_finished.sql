-- The language in which the reasons of an answer are written: who reads in another one is told, and a program that reads aloud says them right.
-- Of answers given before it is not known.
alter table recommendation_hop add column reasons_language text;
