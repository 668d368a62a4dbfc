#!/usr/bin/env bash
# A fleet curve on a Slurm cluster: an array of jobs, each with its share of the sizes, then one that joins the parts into the
# same bytes as one machine's run.
#
#   examples/fleet_on_slurm.sh DISTRICT 20..=45 OUT [JOBS] [ITERATIONS]
#
# wasteways must be on the PATH of every node, and DISTRICT and OUT on a file system that all nodes share. A job that is killed
# and put back into the queue goes on where it ended (--resume).
set -euo pipefail

if [[ -n "${SLURM_ARRAY_TASK_ID:-}" ]]; then
    exec wasteways fleet "$DISTRICT" --trucks "$TRUCKS" --iterations "$ITERATIONS" --quiet --resume \
        --threads "${SLURM_CPUS_PER_TASK:-1}" --shard "$SLURM_ARRAY_TASK_ID/$JOBS" --out "$OUT/parts"
fi

if [[ $# -lt 3 ]]; then
    sed -n '2,8p' "$0" | sed 's/^# \{0,1\}//'
    exit 2
fi
DISTRICT=$(realpath "$1")
OUT=$(realpath -m "$3")
export DISTRICT OUT TRUCKS=$2 JOBS=${4:-8} ITERATIONS=${5:-5000}
mkdir -p "$OUT/parts"
array=$(sbatch --parsable --array "1-$JOBS" --requeue --output "$OUT/parts/job-%a.log" "$0")
sbatch --parsable --wait --dependency "afterok:$array" --output "$OUT/merge.log" \
    --wrap "wasteways merge '$OUT/parts' --out '$OUT/curve' || [ \$? -eq 4 ]"
cat "$OUT/merge.log"
