import { z } from 'zod'
import { aKey, run } from './stage.ts'

const text = (answer: Record<string, unknown>, field: string) => z.string().parse(answer[field])
const version = (answer: Record<string, unknown>) => z.int().parse(answer['version'])

/** Two laws whose provisions clash, items of the harmonization board about them, and a plan that was looked through; for the pages that are looked at. */
export async function stageRelations(structure: string) {
	const aLaw = async (name: string, form: string, words: readonly string[]) => {
		const law = text(
			await run('policy.add', {
				name: `${name} ${aKey('law')}`,
				form,
				stage: 'in-force',
				on: '2024',
				audience: 'public',
				areas: ['au-mpfa-labour-migration']
			}),
			'reference'
		)
		const provisions: string[] = []
		for (const [index, said] of words.entries())
			provisions.push(text(await run('provision.add', { policy: law, number: String(index + 1), text: said }), 'id'))
		return { law, provisions }
	}
	const fees =
		'A private recruitment agency shall not charge any fee to a migrant worker for recruitment or placement abroad.'
	const one = await aLaw('Invented Fees Act', 'act', [fees, 'Dogs are registered with the council.'])
	const other = await aLaw('Invented Placement Act', 'act', [
		'No private recruitment agency may charge a migrant worker a fee for recruitment or for placement abroad.',
		'Migrant workers are told of the fees.'
	])
	const relate = async (type: string, first: string, second: string) =>
		text(
			await run('policy.relate', {
				from: first,
				fromKind: 'provision',
				type,
				to: second,
				toKind: 'provision',
				argument: 'Invented'
			}),
			'id'
		)
	const relation = await relate('contradicts', one.provisions[1] ?? '', other.provisions[1] ?? '')
	await relate('overlaps', one.provisions[1] ?? '', other.provisions[0] ?? '')
	const add = async (title: string) =>
		text(
			await run('harmonization.add', {
				title,
				text: 'Invented for the pages.',
				structure,
				due: '2030-01-15',
				relations: [relation],
				actors: ['iom'],
				audience: 'public'
			}),
			'reference'
		)
	const [open, settled] = [await add('Who pays the fees'), await add('Who paid the fees')]
	await run('harmonization.resolve', {
		harmonization: settled,
		version: version(await run('harmonization.get', { harmonization: settled })),
		resolution: 'The later Act holds.',
		despite: 'Invented'
	})
	const plan = await aLaw('Invented Plan', 'plan', [
		'Remittances of the diaspora are sent at lower cost.',
		'Roads are paved.'
	])
	await run('mainstreaming.analyse', { policy: plan.law })
	await run('mainstreaming.add', {
		policy: plan.law,
		provision: plan.provisions[0] ?? '',
		theme: 'au-mpfa-labour-migration'
	})
	return { law: one.law, other: other.law, relation, open, settled, plan: plan.law }
}
