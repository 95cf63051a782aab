namespace EmailConsole.Persistence.Migrations.Postgres;

/// <summary>What several nodes share (the room Cluster), and what Orleans finds them by. No entities: nothing of it is moved or mapped.</summary>
internal static class ClusterSql
{
    public const string Tables = """
        CREATE TABLE Nodes (
            NodeId uuid PRIMARY KEY, Name text COLLATE "C" NOT NULL, Version text COLLATE "C" NOT NULL, Protocol integer NOT NULL, Silo text COLLATE "C", File text COLLATE "C",
            StartedAt timestamptz NOT NULL DEFAULT clock_timestamp(), SeenAt timestamptz NOT NULL DEFAULT clock_timestamp(),
            Beat bigint NOT NULL DEFAULT 0, Applied bigint NOT NULL DEFAULT 0, Drained boolean NOT NULL DEFAULT false) WITH (fillfactor = 50);
        CREATE TABLE NodesGone (
            NodeId uuid PRIMARY KEY, Name text COLLATE "C" NOT NULL, Version text COLLATE "C" NOT NULL, StartedAt timestamptz NOT NULL,
            GoneAt timestamptz NOT NULL DEFAULT clock_timestamp(), Why text COLLATE "C" NOT NULL);
        CREATE TABLE Owners (
            Kind integer NOT NULL, Key uuid NOT NULL, NodeId uuid REFERENCES Nodes ON DELETE SET NULL, Epoch bigint NOT NULL,
            PRIMARY KEY (Kind, Key)) WITH (fillfactor = 50);
        CREATE INDEX IX_Owners_NodeId ON Owners (NodeId);
        CREATE TABLE ClusterVersion (One boolean PRIMARY KEY DEFAULT true CHECK (One), Version bigint NOT NULL);
        INSERT INTO ClusterVersion (Version) VALUES (1);
        CREATE TABLE ClusterEvents (Version bigint PRIMARY KEY, Kind text COLLATE "C" NOT NULL, Key uuid NOT NULL, State text COLLATE "C", At timestamptz NOT NULL DEFAULT clock_timestamp());
        """;

    // At the commit, so that the version's row is locked last, and for a moment: two transactions cannot hold each other up over it
    public const string Events = """
        CREATE FUNCTION TellNodes() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            changed jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
            counted bigint;
        BEGIN
            UPDATE ClusterVersion SET Version = Version + 1 RETURNING Version INTO counted;
            INSERT INTO ClusterEvents (Version, Kind, Key, State) VALUES (
                counted, TG_ARGV[0], CAST(changed ->> TG_ARGV[1] AS uuid), CASE TG_OP WHEN 'DELETE' THEN NULL ELSE changed ->> TG_ARGV[2] END);
            PERFORM pg_notify('emailconsole', '');
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER TellNodes AFTER INSERT OR UPDATE OR DELETE ON EmailProviders
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION TellNodes('provider', 'tenantid', 'version');
        CREATE CONSTRAINT TRIGGER TellNodes AFTER UPDATE OR DELETE ON Tenants
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION TellNodes('tenant', 'id', 'isactive');

        -- How an endpoint fares is written often, and is nothing that other nodes act on
        CREATE CONSTRAINT TRIGGER TellNodes AFTER INSERT OR DELETE OR UPDATE OF Version ON WebhookEndpoints
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION TellNodes('webhook', 'tenantid', 'version');
        """;

    // What Orleans' ADO.NET clustering asks, by its keys
    public const string Orleans = """
        CREATE TABLE OrleansQuery (QueryKey varchar(64) PRIMARY KEY, QueryText varchar(8000) NOT NULL);
        CREATE TABLE OrleansMembershipVersionTable (DeploymentId varchar(150) PRIMARY KEY, Timestamp timestamptz(3) NOT NULL DEFAULT now(), Version integer NOT NULL DEFAULT 0);
        CREATE TABLE OrleansMembershipTable (DeploymentId varchar(150) NOT NULL REFERENCES OrleansMembershipVersionTable, Address varchar(45) NOT NULL, Port integer NOT NULL, Generation integer NOT NULL, SiloName varchar(150) NOT NULL, HostName varchar(150) NOT NULL, Status integer NOT NULL, ProxyPort integer, SuspectTimes text, StartTime timestamptz(3) NOT NULL, IAmAliveTime timestamptz(3) NOT NULL, PRIMARY KEY (DeploymentId, Address, Port, Generation));
        INSERT INTO OrleansQuery VALUES
            ('InsertMembershipVersionKey', 'WITH i AS (INSERT INTO OrleansMembershipVersionTable(DeploymentId) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1) SELECT count(*)::int FROM i'),
            ('InsertMembershipKey', 'WITH v AS (UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = now() WHERE DeploymentId = @DeploymentId AND Version = @Version RETURNING 1), m AS (INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime) SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime WHERE EXISTS (SELECT 1 FROM v) ON CONFLICT DO NOTHING RETURNING 1) SELECT count(*)::int FROM m'),
            ('UpdateMembershipKey', 'WITH v AS (UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = now() WHERE DeploymentId = @DeploymentId AND Version = @Version RETURNING 1), m AS (UPDATE OrleansMembershipTable SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation AND EXISTS (SELECT 1 FROM v) RETURNING 1) SELECT count(*)::int FROM m'),
            ('UpdateIAmAlivetimeKey', 'UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation'),
            ('MembershipReadRowKey', 'SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation WHERE v.DeploymentId = @DeploymentId'),
            ('MembershipReadAllKey', 'SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId WHERE v.DeploymentId = @DeploymentId'),
            ('DeleteMembershipTableEntriesKey', 'DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId; DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId'),
            ('GatewaysQueryKey', 'SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0'),
            ('CleanupDefunctSiloEntriesKey', 'DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status <> 3'),
            ('CleanupDefunctSiloEntryKey', 'DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation AND Status <> 3');
        """;
}
