// What a program in the reading process tries and must not be able to do: for the test of that process alone.
import './no-network.ts'
import { spawnSync } from 'node:child_process'
import { lookup } from 'node:dns'
import { readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { get } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

const [, , argument = ''] = process.argv
const [folder = '', port = ''] = argument.split(' ')
const OF_THE_SHELL = new Set(['"PWD":', '"OLDPWD":', '"SHLVL":', '"_":'])
const tries: Record<string, () => unknown> = {
	'reads a file': () => readFileSync(join(folder, 'secret')),
	'lists a folder': () => readdirSync(folder),
	'writes a file': () => writeFileSync(join(folder, 'written'), ''),
	'starts a program': () => spawnSync('/bin/true').pid,
	'starts a thread': () => new Worker('1', { eval: true }),
	'runs a text': () => void Reflect.construct(Function, ['return 1']),
	connects: () => connect(Number(port), '127.0.0.1'),
	'asks a server': () => get(`http://127.0.0.1:${port}/`),
	'asks for a name': () => lookup('localhost', () => undefined),
	fetches: () => fetch(`http://127.0.0.1:${port}/`),
	'sees the environment': () => {
		const environment: unknown = Reflect.get(process, 'env')
		const names = JSON.stringify(environment).match(/"\w+":/gu) ?? []
		if (names.every((name) => OF_THE_SHELL.has(name))) throw new Error('none')
	}
}

const done = Object.entries(tries).flatMap(([name, attempt]) => {
	try {
		attempt()
		return [name]
	} catch {
		return []
	}
})
writeSync(1, JSON.stringify({ done, input: readFileSync(0, 'utf8') }))
process.exit(0)
