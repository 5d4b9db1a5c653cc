import type { Parts } from '../parts.ts'
import { commissionEndings } from '../structure-endings.ts'
import { addAgreement, changeAgreement, setAgreementStage } from './agreement-commands.ts'
import { renewEachDay } from './agreement-job.ts'
import { compareAgreements, getAgreement, listAgreements, listChecklists } from './agreement-queries.ts'
import { agreementAttention, agreementDues } from './agreement-waiting.ts'
import { kindsOfAgreement } from './kinds.ts'
import {
	addAgreementProvision,
	changeAgreementProvision,
	checkAgreement,
	removeAgreementProvision
} from './provision-commands.ts'

export const agreementParts: Parts = {
	operations: [
		listAgreements,
		listChecklists,
		compareAgreements,
		getAgreement,
		addAgreement,
		changeAgreement,
		setAgreementStage,
		checkAgreement,
		addAgreementProvision,
		changeAgreementProvision,
		removeAgreementProvision
	],
	kinds: kindsOfAgreement,
	places: [{ path: 'agreement', words: 'kind.agreement.plural' }],
	attention: [agreementAttention],
	dues: [agreementDues],
	endings: [commissionEndings],
	timed: [renewEachDay],
	tables: {
		agreement: {
			record: 'id',
			mentions: [],
			points: ['lead_actor_id', 'commission_structure_id'],
			division: 'stage'
		},
		agreement_party: { record: 'agreement_id', mentions: [], points: ['actor_id'] },
		agreement_provision: { record: 'agreement_id', mentions: [] }
	}
}
