import { compareAgreements, listAgreements } from '#modules/instruments/agreement/agreement-queries.ts'
import type { PageServerLoad } from './$types'

const CHOICES_MOST = 200
const [FEW, MOST] = [2, 6]

export const load: PageServerLoad = async ({ locals, url }) => {
	const asked = [...new Set(url.searchParams.getAll('agreements').flatMap((one) => one.split(',')))].filter(Boolean)
	const isEnough = asked.length >= FEW && asked.length <= MOST
	const [{ items: every }, compared] = await Promise.all([
		locals.ask(listAgreements, { limit: CHOICES_MOST }),
		isEnough ? locals.ask(compareAgreements, { agreements: asked }) : { items: [] }
	])
	return {
		asked,
		isWrong: asked.length > 0 && !isEnough,
		choices: every.map(({ reference, title }) => ({ value: reference, label: locals.words.name(title) })),
		compared: compared.items
	}
}
