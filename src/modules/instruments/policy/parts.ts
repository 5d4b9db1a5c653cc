import type { Parts } from '../parts.ts'
import { exportPolicies } from './export-policies.ts'
import { policyKinds } from './kinds.ts'
import { addPolicy, changePolicy } from './policy-commands.ts'
import { getPolicy, listPolicies, showPolicyBoard } from './policy-queries.ts'
import { policyAttention, policyDues } from './policy-waiting.ts'
import { addProvision, changeProvision, matchProvision, separateProvision } from './provision-commands.ts'
import { getProvision, listProvisions } from './provision-queries.ts'
import { readVersion } from './read-version.ts'
import { planStage, setStage, takeBackStage } from './stage-commands.ts'
import { addVersion, readAgain } from './version-commands.ts'
import { compareVersions, getVersion } from './version-queries.ts'

export const policyParts: Parts = {
	operations: [
		listPolicies,
		getPolicy,
		showPolicyBoard,
		exportPolicies,
		addPolicy,
		changePolicy,
		setStage,
		takeBackStage,
		planStage,
		addVersion,
		readAgain,
		getVersion,
		compareVersions,
		listProvisions,
		getProvision,
		addProvision,
		changeProvision,
		matchProvision,
		separateProvision
	],
	kinds: policyKinds,
	tables: {
		policy: { record: 'id', mentions: [], points: ['lead_actor_id'], division: 'stage' },
		policy_actor: { record: 'policy_id', mentions: [], points: ['actor_id'] },
		policy_stage: { record: 'policy_id', mentions: [] },
		policy_version: { record: 'policy_id', mentions: [], secret: ['job_id'] },
		// Of its provisions the history of a law tells by its versions: of each by itself it would be a thousand lines.
		provision: { record: 'id', mentions: [] },
		// What each version says is told by the version itself, provision by provision.
		provision_text: { record: 'provision_id', mentions: [], secret: ['text', 'heading', 'above', 'level', 'position'] }
	},
	places: [
		{ path: 'policy', words: 'policy.place' },
		{ path: 'provision', words: 'policy.provisions.place' }
	],
	works: [readVersion],
	attention: [policyAttention],
	dues: [policyDues]
}
