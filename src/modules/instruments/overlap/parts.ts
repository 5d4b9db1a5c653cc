import type { Parts } from '../parts.ts'
import { getCoverage, getCoverageCell } from './coverage/coverage-queries.ts'
import { exportCoverage } from './coverage/export-coverage.ts'
import {
	addPassage,
	analyseMainstreaming,
	confirmPassages,
	rejectPassages,
	setPassageTheme
} from './mainstreaming/mainstreaming-commands.ts'
import { getMainstreaming } from './mainstreaming/mainstreaming-queries.ts'
import { acceptOverlap, rejectOverlap } from './suggestion/suggestion-commands.ts'
import { listComparableTexts, listOverlapVerdicts, suggestPolicyOverlaps } from './suggestion/suggestion-queries.ts'

export const overlapParts: Parts = {
	operations: [
		suggestPolicyOverlaps,
		listOverlapVerdicts,
		listComparableTexts,
		acceptOverlap,
		rejectOverlap,
		getCoverage,
		getCoverageCell,
		exportCoverage,
		getMainstreaming,
		analyseMainstreaming,
		confirmPassages,
		rejectPassages,
		setPassageTheme,
		addPassage
	],
	tables: {
		overlap_verdict: { record: 'first_id', mentions: ['second_id'] },
		mainstreaming_passage: {
			record: 'policy_id',
			mentions: [],
			points: ['provision_id', 'suggested_area_id', 'area_id']
		}
	},
	places: [{ path: 'coverage', words: 'coverage.place', kind: 'policy' }]
}
