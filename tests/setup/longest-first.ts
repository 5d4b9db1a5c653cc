import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { LONG } from './named-files.ts'

/** Has the files that take longest begun first: one that is begun last keeps a single core at work while the others rest. */
export class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files)
		const placeOf = ({ project, moduleId }: TestSpecification) => {
			const place = LONG.indexOf(relative(project.config.root, moduleId))
			return place === -1 ? LONG.length : place
		}
		return sorted.toSorted(
			(one, other) =>
				one.project.config.sequence.groupOrder - other.project.config.sequence.groupOrder ||
				placeOf(one) - placeOf(other)
		)
	}
}
