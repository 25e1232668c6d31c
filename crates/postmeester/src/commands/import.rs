//! `import`: dossiers, managers, client groups and client-users from a file.
