import { z } from 'zod'
import { aKey, run } from './stage.ts'

const Made = z.object({ id: z.string(), reference: z.string() })
const made = async (operation: string, input: Record<string, unknown>) => Made.parse(await run(operation, input))

/** An instrument with two obligations, judged with and without a law, and with a road map: a step that is late, and an obstacle. */
export async function stageDomestication(policy: string) {
	const key = aKey('convention')
	const instrument = await made('instrument.add', {
		key,
		name: 'Convention of the pages',
		form: 'convention',
		scope: 'global'
	})
	const obligation = await made('obligation.add', {
		instrument: key,
		article: '5',
		text: 'States shall do what the pages show.'
	})
	const other = await made('obligation.add', {
		instrument: key,
		article: '6',
		text: 'States shall also do what the pages do not show.'
	})
	const judged = await run('obligation.judge', {
		obligation: obligation.reference,
		policy,
		verdict: 'partly',
		reason: 'Section 3 says some of it.'
	})
	await run('obligation.judge', { obligation: other.reference, verdict: 'not-met', reason: 'No law says it.' })
	const step = await run('roadMapStep.add', {
		instrument: key,
		form: 'study',
		title: 'Study of the law',
		target: '2026-01-31'
	})
	await run('roadMapStep.add', { instrument: key, form: 'law', title: 'Bill in parliament', target: '2027-06-30' })
	const obstacle = await run('roadMapObstacle.add', {
		instrument: key,
		obstacle: 'complexity',
		note: 'Many ministries.'
	})
	return {
		instrument: instrument.reference,
		obligation: obligation.reference,
		judgement: String(judged['id']),
		policy,
		step: String(step['id']),
		obstacle: String(obstacle['id'])
	}
}

/** Two agreements, one of them with a line on its checklist. */
export async function stageAgreements() {
	const [key, other] = [aKey('agreement'), aKey('memorandum')]
	await run('agreement.add', {
		key,
		name: 'Agreement of the pages',
		form: 'bilateral-labour-agreement',
		subject: 'Work',
		audience: 'public',
		stage: 'in-force',
		parties: [{ country: 'ZWE' }, { country: 'ZAF' }],
		inForceOn: '2020-06',
		expiryDay: '2030-06-30',
		renewal: 'automatic',
		renewalMonths: 60,
		noticeMonths: 6
	})
	await run('agreement.add', {
		key: other,
		name: 'Memorandum of the pages',
		form: 'memorandum-of-understanding',
		subject: 'Data',
		audience: 'public',
		parties: [{ country: 'ZWE' }, { name: 'A partner' }]
	})
	const line = await run('agreementProvision.add', { agreement: key, item: 'movement', has: 'partly', article: '4' })
	return { agreement: key, other, line: String(line['id']) }
}
