import { z } from 'zod'
import { anActor, pitso, run } from './stage.ts'

export const FIRST_DRAFT = `RECRUITMENT BILL

PART I
PRELIMINARY

1. Short title
This Act may be cited as the Recruitment Act.

2. Interpretation
In this Act, recruiter means whoever finds workers for an employer abroad for a fee.

PART II
RECRUITERS

3. Fees
A recruiter shall not charge any fee to a worker, whether directly or through an agent.
`
export const SECOND_DRAFT = `RECRUITMENT BILL

PART I
PRELIMINARY

1. Short title
This Act may be cited as the Recruitment Act.

PART II
RECRUITERS

2. Insurance
Every recruiter insures each worker against accident, illness and death during the contract.

3. Fees
A recruiter shall not charge any fee or commission to a worker, whether directly or through an agent.
`

const Uploaded = z.object({ id: z.string() })
const Items = z.array(z.object({ reference: z.string(), number: z.string() }))

/** Sends a file by the programming interface, and gives its identifier. */
export async function upload(name: string, text: string): Promise<string> {
	const form = new FormData()
	form.set('file', new File([text], name))
	const response = await fetch(`${pitso.address}/api/v1/zwe/file.upload`, {
		method: 'POST',
		headers: { authorization: `Bearer ${pitso.tokens.secretariat}` },
		body: form
	})
	return Uploaded.parse(await response.json()).id
}

/** Waits until the work on a version is over, as its page does. */
export async function untilRead(policy: string, number: number): Promise<void> {
	for (;;) {
		const { state } = await run('policy.getVersion', { policy, number })
		if (state !== 'waiting') return
		await new Promise((resolve) => setTimeout(resolve, 200))
	}
}

/** A bill in two versions whose text was read, and one that is a file alone; with a stage that is planned and overdue. */
export async function stageLaws() {
	const { key: lead } = await anActor()
	const added = await run('policy.add', {
		name: `Recruitment Bill of ${lead}`,
		form: 'bill',
		stage: 'drafting',
		on: '2025',
		lead,
		summary: 'Invented for a test.',
		audience: 'public'
	})
	const policy = String(added['reference'])
	const { version } = await run('policy.get', { policy })
	await run('policy.planStage', { policy, version, stage: 'adopted', planned: '2026-01-31' })
	for (const [index, text] of [FIRST_DRAFT, SECOND_DRAFT, ' '].entries()) {
		const number = index + 1
		const file = await upload(`draft-${String(number)}.txt`, text)
		await run('policy.addVersion', {
			policy,
			file,
			label: `Draft ${String(number)}`,
			day: `2025-0${String(number)}-01`,
			publish: true
		})
		await untilRead(policy, number)
	}
	const numbered = async (stands: boolean, number: string) => {
		const { items } = await run('provision.list', { filter: { policy, stands } })
		return Items.parse(items).find((one) => one.number === number)?.reference ?? ''
	}
	return {
		policy,
		lead,
		kept: await numbered(true, '3'),
		begun: await numbered(true, '2'),
		ended: await numbered(false, '2')
	}
}
