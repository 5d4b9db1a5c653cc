const keyed = (columns: string): readonly string[] => columns.split(' ')

const words = keyed('word value basis note')

/**
 * The columns of each reference file that the directory reads, by path under the reference folder. A file with
 * other columns is refused: a column nobody reads is a fact lost without a word.
 */
export const referenceColumns: Readonly<Record<string, readonly string[]>> = {
	'facts/actors.csv': keyed(
		'id name name_basis acronym kind country region workspace parent host_country status aliases source note'
	),
	'facts/structures.csv': keyed(
		'id name name_basis acronym workspace country region level kind status status_detail chair host secretariat ' +
			'secretariat_actor parent meetings_per_year cadence legal_basis legal_policy year_established partner_country ' +
			'location purpose as_actor source note'
	),
	'facts/structure_members.csv': keyed('id structure actor membership role source note'),
	'facts/structure_functions.csv': keyed('id structure position category function source'),
	'facts/thematic_frameworks.csv': keyed('id name issuer year country region kind area_count source note'),
	'facts/thematic_areas.csv': keyed('id framework position name note'),
	'facts/thematic_leads.csv': keyed('id country area au_area lead_actor source note'),
	'facts/recommendations.csv': keyed(
		'id set country region addressee_actor addressee_structure theme action recommendation linked_instrument ' +
			'linked_policy linked_structure source'
	),
	'facts/practices.csv': keyed('id country region theme title description year actor source'),
	'facts/publications.csv': keyed('id title publisher year kind country source note'),
	'facts/referral_services.csv': keyed(
		'id country region service description client_group stage provider status source note'
	),
	'facts/instruments.csv': keyed(
		'id name name_basis short_name scope kind year year_note adopting_body region binding binding_basis theme source note'
	),
	'facts/instrument_status.csv': keyed(
		'id country instrument signed signed_year ratified ratified_year domesticated domesticating_policy ' +
			'recommended_action source note'
	),
	'facts/treaties.csv': keyed(
		'id short_name title adopted adopted_year place depositary entry_into_force theme source'
	),
	'facts/policies.csv': keyed(
		'id name name_basis country region kind status year period citation lead_actor theme source note'
	),
	'facts/policy_relations.csv': keyed(
		'id country from_policy relation to_policy to_instrument detail recommended_action source'
	),
	'facts/agreements.csv': keyed('id title kind country country_b parties year subject status source note'),
	'facts/agreement_provisions.csv': keyed('id agreement checklist position provision requirement source note'),
	'facts/legal_review_items.csv': keyed('id country policy measured_against position item action source'),
	'facts/source_documents.csv': keyed('id title publisher year kind country region note'),
	'facts/source_sections.csv': keyed('id document position title'),
	'facts/countries.csv': keyed('id country name workspace note'),
	'facts/mpfa_2018_pillars.csv': keyed('id kind number title source note'),
	'facts/gcm_objectives.csv': keyed('id number title short_label short_label_source source'),
	'facts/migof.csv': keyed('id kind number title mgi_domain source'),
	'facts/sdg_migration_targets.csv': keyed('id target goal short_title migration_link note source'),
	'maps/actor-kinds.csv': words,
	'maps/structure-kinds.csv': words,
	'maps/structure-statuses.csv': words,
	'maps/membership-roles.csv': words,
	'maps/function-categories.csv': words,
	'maps/relation-words.csv': words,
	'maps/register-words.csv': keyed('register field word value basis note'),
	'maps/register-facts.csv': keyed('entry workspace register table row cells basis note'),
	'maps/theme-words.csv': keyed('file column word area basis note'),
	'maps/shipped-frameworks.csv': keyed(
		'key name kind issuer year region areas_from name_columns leave_out source source_year basis note'
	),
	'maps/shipped-areas.csv': keyed('key framework position name basis note'),
	'maps/area-crosswalk.csv': keyed('area relation other_area basis section note'),
	'maps/structure-areas.csv': keyed('structure area basis note'),
	'maps/mandate-areas.csv': keyed('mandate area basis note'),
	'maps/structure-rhythms.csv': keyed('structure kind times basis note'),
	'maps/enforcement.csv': keyed('actor basis note'),
	'maps/instrument-kinds.csv': words,
	'maps/policy-kinds.csv': words,
	'maps/policy-statuses.csv': words,
	'maps/agreement-kinds.csv': words,
	'maps/agreement-statuses.csv': words,
	'maps/agreement-items.csv': words,
	'maps/treaty-instruments.csv': keyed('treaty instrument basis note'),
	'maps/workspace-regions.csv': keyed('workspace region basis note'),
	'maps/judgements.csv': keyed('workspace instrument article policy verdict reason file row basis note'),
	'maps/workspaces.csv': keyed(
		'key name kind code first_language languages time_zone secretariat_actor secretariat_structure ' +
			'default_framework basis note'
	),
	'instruments/obligations.csv': keyed('instrument article position obligation themes basis'),
	'instruments/reporting-duties.csv': keyed('instrument article body first_months every_months basis note'),
	'instruments/times.csv': keyed('instrument entry_months entry_days entry_first_of_month leaving_months basis note'),
	'maps/demonstration-seats.csv': keyed('workspace seat role actor office origin basis note')
}
