"""What people see: files, tables, the page's snapshot, the network."""
