-- How people sign in: their sessions, their passwords and identities, second factors, passkeys, and what keeps guessing slow.
-- None of it belongs to a workspace, and none of it is read by the role that reads records.

create table person_session (
	id uuid not null,
	token text not null,
	person_id uuid not null,
	address text,
	program text,
	method text not null,
	is_strong boolean not null,
	created_at timestamptz not null,
	changed_at timestamptz not null,
	last_used_at timestamptz not null,
	expires_at timestamptz not null,
	constraint person_session_pkey primary key (id),
	constraint person_session_token_unique unique (token),
	constraint person_session_method_known check (method in ('password', 'code', 'recovery-code', 'passkey', 'provider'))
);
create index person_session_of_person on person_session (person_id, created_at);
create index person_session_by_end on person_session (expires_at);

-- A password, or an identity at an identity provider: its issuer and the subject that the issuer never gives to another. The
-- library expects the columns of tokens; Pitso asks a provider who somebody is and keeps none of its tokens.
create table sign_in_method (
	id uuid not null,
	person_id uuid not null,
	provider text not null,
	subject text not null,
	password text,
	access_token text,
	refresh_token text,
	id_token text,
	access_token_expires_at timestamptz,
	refresh_token_expires_at timestamptz,
	scope text,
	created_at timestamptz not null,
	changed_at timestamptz not null,
	constraint sign_in_method_pkey primary key (id),
	constraint sign_in_method_identity_unique unique (provider, subject),
	constraint sign_in_method_keeps_no_token check (access_token is null and refresh_token is null and id_token is null),
	constraint sign_in_method_password_here check ((provider = 'credential') = (password is not null))
);
create index sign_in_method_of_person on sign_in_method (person_id);

-- What is waited for: a second factor after the password, the answer to a passkey's challenge, a link that sets a new password.
-- The identifier is stored as its hash, so that whoever reads the table holds nothing that could be sent in.
create table verification (
	id uuid not null,
	identifier text not null,
	value text not null,
	expires_at timestamptz not null,
	created_at timestamptz not null,
	changed_at timestamptz not null,
	constraint verification_pkey primary key (id)
);
create index verification_by_identifier on verification (identifier);
create index verification_by_end on verification (expires_at);

create table second_factor (
	id uuid not null,
	person_id uuid not null,
	secret text not null,
	recovery_codes text not null,
	verified boolean not null,
	failed_count integer not null default 0,
	locked_until timestamptz,
	constraint second_factor_pkey primary key (id),
	constraint second_factor_one_each unique (person_id)
);

create table passkey (
	id uuid not null,
	person_id uuid not null,
	name text,
	public_key text not null,
	credential_id text not null,
	counter bigint not null,
	device_type text not null,
	backed_up boolean not null,
	transports text,
	authenticator text,
	created_at timestamptz not null,
	last_used_at timestamptz,
	constraint passkey_pkey primary key (id),
	constraint passkey_credential_unique unique (credential_id)
);
create index passkey_of_person on passkey (person_id);

-- Attempts counted under a digest of what they were aimed at: an address, an account seen from an address, an account, a device.
create table sign_in_limit (
	key text not null,
	attempts integer not null,
	last_at timestamptz not null,
	blocked_until timestamptz,
	constraint sign_in_limit_pkey primary key (key)
);
create index sign_in_limit_by_age on sign_in_limit (last_at);

-- What was tried at the door, for the person it concerns and for whoever keeps the installation.
create table sign_in_log (
	id uuid not null,
	person_id uuid,
	at timestamptz not null,
	method text not null,
	outcome text not null,
	address text,
	program text,
	constraint sign_in_log_pkey primary key (id)
);
create index sign_in_log_of_person on sign_in_log (person_id, at);
create index sign_in_log_by_age on sign_in_log (at);

alter table person_session add constraint person_session_person foreign key (person_id) references person (id) on delete cascade;
alter table sign_in_method add constraint sign_in_method_person foreign key (person_id) references person (id) on delete cascade;
alter table second_factor add constraint second_factor_person foreign key (person_id) references person (id) on delete cascade;
alter table passkey add constraint passkey_person foreign key (person_id) references person (id) on delete cascade;
alter table sign_in_log add constraint sign_in_log_person foreign key (person_id) references person (id) on delete cascade;

grant select, insert, update, delete on
	person_session, sign_in_method, verification, second_factor, passkey, sign_in_limit, sign_in_log to pitso_access;
