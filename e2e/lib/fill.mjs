// Fills the demonstration county before the tests, so that files that run beside each other don't both do it.
import { filledCounty } from "./server.mjs";

await filledCounty();
