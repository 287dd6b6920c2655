// node run.mjs PROGRAM [pages|stories|firm|meeting|patent]...
// Starts PROGRAM with a sample park on a free loopback port and looks at it in headless Chromium.
// SHOTS=DIR keeps pictures.
import { end, launch, must, Park, test } from './harness.mjs'
import { pages } from './pages.mjs'
import { stories } from './stories.mjs'
import { story_firm } from './story_firm.mjs'
import { story_meeting } from './story_meeting.mjs'
import { story_patent } from './story_patent.mjs'

const [program, ...wanted] = process.argv.slice(2)
let park
let browser
const ready = await test('a sample park is made and served', async () => {
  park = await Park.start(program)
  browser = await launch()
})
if (ready) {
  if (!wanted.length || wanted.includes('stories'))
    await stories(browser, park)
  if (!wanted.length || wanted.includes('firm'))
    await story_firm(browser, park)
  if (!wanted.length || wanted.includes('meeting'))
    await story_meeting(browser, park)
  if (!wanted.length || wanted.includes('patent'))
    await story_patent(browser, park)
  if (!wanted.length || wanted.includes('pages'))
    await pages(browser, park)
  await test('the server ends on SIGTERM, and the park verifies', async () => {
    must(await park.stop() === 0, 'exit status, log:\n' + park.log)
    park.command('verify')
  })
}
await browser?.close()
park?.remove()
end()
