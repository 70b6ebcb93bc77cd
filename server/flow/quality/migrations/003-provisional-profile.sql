-- A picture drawn while columns are undecided is kept too; columns decided otherwise since are drawn anew before it is shown.
alter table quality.profile add provisional boolean not null default false;
