-- A card that a process posted and could not note before it died, in a chat where messages cannot be looked for. It was
-- posted again; a click tells that the first one stands there too, and from then on it is edited and answered like the other.
create table card_copies (
  platform     text not null check (platform in ('slack', 'teams')),
  tenant       text not null,
  conversation text not null,
  message      text not null,
  ref          uuid not null references message_refs,
  primary key (platform, tenant, conversation, message)
);
create index card_copies_ref on card_copies (ref);
