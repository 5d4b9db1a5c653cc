/** For the tests: a register with fields for every circle of readers, and figures over each of them and over several. */
export const sampleRegister = (version = 1, hardKind = 'one') => `
register: sample
version: ${String(version)}
code: SMP
names: { en: { one: Sample, many: Samples } }
about: { en: For the tests. }
title: name
added: [keepers]
changed: [keepers, owners]
lists:
  - key: kinds
    names: { en: Kinds }
    codes:
      - { key: one, names: { en: One } }
      - { key: two, names: { en: Two } }
      - { key: three, names: { en: Three } }
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
  - { key: owners, names: { en: Owners }, actor_in: [owner] }
fields:
  - { key: name, type: text, names: { en: Name }, required: true, public: true }
  - { key: owner, type: actor, names: { en: Owner }, filtered: true, public: true }
  - { key: kind, type: one-of, codes: { list: kinds }, names: { en: Kind }, filtered: true, public: true }
  - { key: day, type: date, names: { en: Day }, filtered: true, public: true }
  - { key: country, type: country, names: { en: Country }, filtered: true, public: true }
  - { key: tags, type: many-of, codes: { list: kinds }, names: { en: Tags }, filtered: true }
  - { key: cost, type: money, names: { en: Cost }, filtered: true }
  - { key: score, type: whole-number, names: { en: Score }, filtered: true, seen: keepers }
  - { key: note, type: one-of, codes: { list: kinds }, names: { en: Note }, filtered: true, seen: owners }
states:
  - { key: draft, names: { en: Draft } }
  - { key: open, public: true, names: { en: Open } }
  - { key: closed, end: true, names: { en: Closed } }
moves:
  - { key: show, names: { en: Show }, from: [draft], to: open, by: [keepers] }
  - { key: close, names: { en: Close }, from: [draft, open], to: closed, by: [keepers] }
headlines:
  - { key: all, names: { en: All } }
  - { key: hard, names: { en: Hard }, where: { kind: [${hardKind}], state: [open] } }
  - { key: cost, names: { en: Cost }, sum: cost }
  - { key: score, names: { en: Score }, where: { tags: [one, two] }, sum: score }
  - { key: noted, names: { en: Noted }, where: { note: [one] }, sum: score }
charts:
  - { key: kind, names: { en: By kind }, by: kind }
  - { key: state, names: { en: By state }, by: state, sum: cost }
  - { key: month, names: { en: By month }, by: day, span: month }
  - { key: tag, names: { en: By tag }, by: tags, sum: cost }
  - { key: owner, names: { en: By owner }, by: owner, where: { score: ["1"] } }
  - { key: note, names: { en: By note }, by: note, where: { kind: [one, two] } }
`
