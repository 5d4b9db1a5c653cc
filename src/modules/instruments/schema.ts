import type {
	InstrumentStatusTable,
	InstrumentTable,
	InstrumentTextTable,
	ObligationTable,
	ReportingDutyTable,
	TreatyReportTable
} from './instrument/schema.ts'
import type { JudgementTable, RoadMapObstacleTable, RoadMapStepTable } from './domestication/schema.ts'
import type {
	PolicyActorTable,
	PolicyStageTable,
	PolicyTable,
	PolicyVersionTable,
	ProvisionTable,
	ProvisionTextTable
} from './policy/schema.ts'
import type { HarmonizationActorTable, HarmonizationRelationTable, HarmonizationTable } from './relation/schema.ts'
import type { MainstreamingPassageTable, OverlapVerdictTable } from './overlap/schema.ts'
import type { AgreementPartyTable, AgreementProvisionTable, AgreementTable } from './agreement/schema.ts'

// The tables of this area, each written down beside what reads and writes it.

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		instrument: InstrumentTable
		instrument_status: InstrumentStatusTable
		instrument_text: InstrumentTextTable
		obligation: ObligationTable
		reporting_duty: ReportingDutyTable
		treaty_report: TreatyReportTable
		judgement: JudgementTable
		road_map_step: RoadMapStepTable
		road_map_obstacle: RoadMapObstacleTable
		policy: PolicyTable
		policy_actor: PolicyActorTable
		policy_stage: PolicyStageTable
		policy_version: PolicyVersionTable
		provision: ProvisionTable
		provision_text: ProvisionTextTable
		harmonization: HarmonizationTable
		harmonization_relation: HarmonizationRelationTable
		harmonization_actor: HarmonizationActorTable
		overlap_verdict: OverlapVerdictTable
		mainstreaming_passage: MainstreamingPassageTable
		agreement: AgreementTable
		agreement_party: AgreementPartyTable
		agreement_provision: AgreementProvisionTable
	}
}
