using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations.Postgres
{
    /// <summary>What has happened is told to tenants' programs.</summary>
    public partial class Webhooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "delaytoldat",
                table: "outboxmessages",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "outboxevents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    messageid = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    occurredat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    states = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outboxevents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhookendpoints",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    url = table.Column<string>(type: "text", maxLength: 2000, nullable: false, collation: "C"),
                    types = table.Column<int>(type: "integer", nullable: false),
                    protectedsecret = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    protectedprevious = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    previousuntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    pausedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    pausedwhy = table.Column<int>(type: "integer", nullable: false),
                    failingsince = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lastsuccessat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    createdat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    createdby = table.Column<string>(type: "text", maxLength: 512, nullable: false, collation: "C"),
                    version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhookendpoints", x => x.id);
                    table.ForeignKey(
                        name: "fk_webhookendpoints_tenants_tenantid",
                        column: x => x.tenantid,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "webhookevents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<int>(type: "integer", nullable: false),
                    occurredat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    createdat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhookevents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhookproviders",
                columns: table => new
                {
                    providerid = table.Column<Guid>(type: "uuid", nullable: false),
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    toldat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhookproviders", x => x.providerid);
                });

            migrationBuilder.CreateTable(
                name: "webhookdeliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    endpointid = table.Column<Guid>(type: "uuid", nullable: false),
                    eventid = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    dueat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finishedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    triedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    duration = table.Column<TimeSpan>(type: "interval", nullable: true),
                    status = table.Column<int>(type: "integer", nullable: true),
                    answer = table.Column<string>(type: "text", maxLength: 4096, nullable: true, collation: "C"),
                    problem = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhookdeliveries", x => x.id);
                    table.ForeignKey(
                        name: "fk_webhookdeliveries_webhookendpoints_endpointid",
                        column: x => x.endpointid,
                        principalTable: "webhookendpoints",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_webhookdeliveries_webhookevents_eventid",
                        column: x => x.eventid,
                        principalTable: "webhookevents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_webhookdeliveries_endpointid_dueat",
                table: "webhookdeliveries",
                columns: new[] { "endpointid", "dueat" },
                filter: "DueAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_webhookdeliveries_endpointid_id",
                table: "webhookdeliveries",
                columns: new[] { "endpointid", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_webhookdeliveries_endpointid_state_since",
                table: "webhookdeliveries",
                columns: new[] { "endpointid", "state", "since" });

            migrationBuilder.CreateIndex(
                name: "ix_webhookdeliveries_eventid",
                table: "webhookdeliveries",
                column: "eventid");

            migrationBuilder.CreateIndex(
                name: "ix_webhookendpoints_tenantid",
                table: "webhookendpoints",
                column: "tenantid");

            migrationBuilder.CreateIndex(
                name: "ix_webhookevents_createdat",
                table: "webhookevents",
                column: "createdat");

            migrationBuilder.CreateIndex(
                name: "ix_webhookevents_tenantid",
                table: "webhookevents",
                column: "tenantid");

            migrationBuilder.CreateIndex(
                name: "ix_webhookproviders_tenantid",
                table: "webhookproviders",
                column: "tenantid");

            // How an endpoint fares is written often, and is nothing that other nodes act on
            migrationBuilder.Sql("CREATE CONSTRAINT TRIGGER TellNodes AFTER INSERT OR DELETE OR UPDATE OF Version ON WebhookEndpoints DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION TellNodes('webhook', 'tenantid', 'version');");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "outboxevents");

            migrationBuilder.DropTable(
                name: "webhookdeliveries");

            migrationBuilder.DropTable(
                name: "webhookproviders");

            migrationBuilder.DropTable(
                name: "webhookendpoints");

            migrationBuilder.DropTable(
                name: "webhookevents");

            migrationBuilder.DropColumn(
                name: "delaytoldat",
                table: "outboxmessages");
        }
    }
}
