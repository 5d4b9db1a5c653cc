import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { OUTSIDE_COUNTS_WITH_HEAP } from './heap.ts'

test('the engine that Pitso comes with knows the option that is set when it serves', () => {
	const known = spawnSync(process.execPath, [OUTSIDE_COUNTS_WITH_HEAP, '--eval', ''], { encoding: 'utf8' })
	expect(known).toMatchObject({ status: 0, stderr: '' })
})
