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
	'maps/workspaces.csv': keyed(
		'key name kind code first_language languages time_zone secretariat_actor secretariat_structure ' +
			'default_framework basis note'
	),
	'maps/demonstration-seats.csv': keyed('workspace seat role actor office origin basis note')
}
