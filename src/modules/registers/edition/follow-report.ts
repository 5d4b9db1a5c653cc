import { recoded } from '../conversion/follow-names.ts'
import type { StepPlan } from '../conversion/step-plan.ts'
import { STATE } from '../figures/figure-rules.ts'
import type { ReportBlock, ReportDefinition } from './definition.ts'

type Where = Record<string, string[]>

/** By what fields, codes and states are called after the steps of a version. */
function callingOf(plan: StepPlan) {
	const field = (key: string) => plan.fields.names.get(key)?.to ?? key
	const codesOf = (key: string) =>
		key === STATE ? plan.states : plan.codes.get(plan.fields.lists.get(key) ?? '')?.codes
	return {
		field,
		/** What is added up, by what its field is called now; nothing where nothing is. */
		sum: (key: string | undefined) => (key === undefined ? {} : { sum: field(key) }),
		where: (filter: Where): Where =>
			Object.fromEntries(
				Object.entries(filter).map(([key, values]) => [
					key === STATE ? key : field(key),
					[...new Set(values.flatMap((value) => recoded(codesOf(key), value)))]
				])
			)
	}
}
type Calling = ReturnType<typeof callingOf>

const orState = ({ field }: Calling, key: string) => (key === STATE ? key : field(key))

function followBlock(calling: Calling, block: ReportBlock): ReportBlock {
	const { field, sum, where } = calling
	switch (block.block) {
		case 'text':
			return block
		case 'figures':
			return {
				...block,
				figures: block.figures.map((figure) =>
					'headline' in figure ? figure : { ...figure, ...sum(figure.sum), where: where(figure.where) }
				)
			}
		case 'list': {
			const { sort } = block
			const sorted = sort?.startsWith('-') ? `-${field(sort.slice(1))}` : sort && field(sort)
			return {
				...block,
				columns: block.columns.map(field),
				where: where(block.where),
				...(sorted === undefined ? {} : { sort: sorted })
			}
		}
		case 'chart': {
			const { by, across } = block
			return {
				...block,
				...(by === undefined ? {} : { by: orState(calling, by) }),
				...(across === undefined ? {} : { across: orState(calling, across) }),
				...sum(block.sum),
				where: where(block.where)
			}
		}
		case 'cross':
			return {
				...block,
				rows: orState(calling, block.rows),
				columns: orState(calling, block.columns),
				...sum(block.sum),
				where: where(block.where)
			}
		default:
			return block satisfies never
	}
}

/**
 * A report by what fields, codes, states and groups of its register are called after the steps of a version. What is taken away stays named:
 * the layout then says what no longer fits.
 */
export function followReport(definition: ReportDefinition, plan: StepPlan): ReportDefinition {
	const calling = callingOf(plan)
	return {
		...definition,
		...(definition.day === undefined ? {} : { day: calling.field(definition.day) }),
		to: { ...definition.to, groups: definition.to.groups.map((group) => plan.groups.get(group) ?? group) },
		blocks: definition.blocks.map((block) => followBlock(calling, block))
	}
}
