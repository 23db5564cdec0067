"""Many companies: inputs to jobs, jobs to parts by worker processes, parts to results."""
