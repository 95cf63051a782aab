using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace EmailConsole.Persistence.Migrations.Postgres
{
    /// <summary>The first that is released: all tables.</summary>
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "dataprotectionkeys",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    friendlyname = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    xml = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dataprotectionkeys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outboxcounters",
                columns: table => new
                {
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    nodeid = table.Column<Guid>(type: "uuid", nullable: false, defaultValue: new Guid("00000000-0000-0000-0000-000000000000")),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outboxcounters", x => new { x.tenantid, x.state, x.nodeid });
                });

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
                name: "outboxkeys",
                columns: table => new
                {
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    keyhash = table.Column<byte[]>(type: "bytea", nullable: false),
                    bodyhash = table.Column<byte[]>(type: "bytea", nullable: false),
                    answer = table.Column<byte[]>(type: "bytea", nullable: false),
                    expiresat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outboxkeys", x => new { x.tenantid, x.keyhash });
                });

            migrationBuilder.CreateTable(
                name: "outboxlatest",
                columns: table => new
                {
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    messageid = table.Column<Guid>(type: "uuid", nullable: false),
                    stage = table.Column<int>(type: "integer", nullable: true),
                    cause = table.Column<string>(type: "text", maxLength: 300, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outboxlatest", x => new { x.tenantid, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "outboxmessages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    acceptedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    wantedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sendat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    dueat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expiresat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    hasownexpiry = table.Column<bool>(type: "boolean", nullable: false),
                    finishedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    internetmessageid = table.Column<string>(type: "text", maxLength: 320, nullable: false, collation: "C"),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    routestep = table.Column<int>(type: "integer", nullable: false),
                    routefrom = table.Column<Guid>(type: "uuid", nullable: true),
                    attemptsbefore = table.Column<int>(type: "integer", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    acceptedby = table.Column<string>(type: "text", maxLength: 200, nullable: true, collation: "C"),
                    door = table.Column<int>(type: "integer", nullable: false),
                    fromaddress = table.Column<string>(type: "text", maxLength: 320, nullable: true, collation: "C"),
                    metadata = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    traceparent = table.Column<string>(type: "text", maxLength: 55, nullable: true, collation: "C"),
                    lastreply = table.Column<string>(type: "text", maxLength: 300, nullable: true, collation: "C"),
                    cause = table.Column<string>(type: "text", maxLength: 32, nullable: true, collation: "C"),
                    failedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    delaytoldat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outboxmessages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outboxsizes",
                columns: table => new
                {
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    nodeid = table.Column<Guid>(type: "uuid", nullable: false, defaultValue: new Guid("00000000-0000-0000-0000-000000000000")),
                    waitingbytes = table.Column<long>(type: "bigint", nullable: false),
                    keybytes = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outboxsizes", x => new { x.tenantid, x.nodeid });
                });

            migrationBuilder.CreateTable(
                name: "outboxtags",
                columns: table => new
                {
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    pair = table.Column<string>(type: "text", maxLength: 128, nullable: false, collation: "C"),
                    messageid = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outboxtags", x => new { x.tenantid, x.pair, x.messageid });
                });

            migrationBuilder.CreateTable(
                name: "outboxtrends",
                columns: table => new
                {
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    measure = table.Column<int>(type: "integer", nullable: false),
                    nodeid = table.Column<Guid>(type: "uuid", nullable: false, defaultValue: new Guid("00000000-0000-0000-0000-000000000000")),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outboxtrends", x => new { x.tenantid, x.start, x.measure, x.nodeid });
                });

            migrationBuilder.CreateTable(
                name: "tenants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    domain = table.Column<string>(type: "text", maxLength: 253, nullable: false, collation: "C"),
                    isactive = table.Column<bool>(type: "boolean", nullable: false),
                    createdat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tenants", x => x.id);
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
                name: "outboxattempts",
                columns: table => new
                {
                    messageid = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    providerowner = table.Column<Guid>(type: "uuid", nullable: true),
                    providerid = table.Column<Guid>(type: "uuid", nullable: true),
                    providername = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    startedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    duration = table.Column<TimeSpan>(type: "interval", nullable: false),
                    outcome = table.Column<int>(type: "integer", nullable: false),
                    stage = table.Column<int>(type: "integer", nullable: true),
                    kind = table.Column<int>(type: "integer", nullable: true),
                    blame = table.Column<int>(type: "integer", nullable: true),
                    replycode = table.Column<int>(type: "integer", nullable: true),
                    enhancedcode = table.Column<string>(type: "text", maxLength: 16, nullable: true, collation: "C"),
                    servertext = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    cause = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    cure = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outboxattempts", x => new { x.messageid, x.number });
                    table.ForeignKey(
                        name: "fk_outboxattempts_outboxmessages_messageid",
                        column: x => x.messageid,
                        principalTable: "outboxmessages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "outboxcontents",
                columns: table => new
                {
                    messageid = table.Column<Guid>(type: "uuid", nullable: false),
                    @protected = table.Column<byte[]>(name: "protected", type: "bytea", nullable: false),
                    dropat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outboxcontents", x => x.messageid);
                    table.ForeignKey(
                        name: "fk_outboxcontents_outboxmessages_messageid",
                        column: x => x.messageid,
                        principalTable: "outboxmessages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "outboxrecipients",
                columns: table => new
                {
                    messageid = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    address = table.Column<string>(type: "text", maxLength: 320, nullable: false, collation: "C"),
                    normalizedaddress = table.Column<string>(type: "text", nullable: false, computedColumnSql: "lower(Address)", stored: true, collation: "C"),
                    domain = table.Column<string>(type: "text", nullable: false, computedColumnSql: "substr(Address, length(rtrim(Address, replace(Address, '@', ''))) + 1)", stored: true, collation: "C"),
                    state = table.Column<int>(type: "integer", nullable: false),
                    replycode = table.Column<int>(type: "integer", nullable: true),
                    lastreply = table.Column<string>(type: "text", maxLength: 300, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outboxrecipients", x => new { x.messageid, x.ordinal });
                    table.ForeignKey(
                        name: "fk_outboxrecipients_outboxmessages_messageid",
                        column: x => x.messageid,
                        principalTable: "outboxmessages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<int>(type: "integer", nullable: false),
                    isactive = table.Column<bool>(type: "boolean", nullable: false),
                    createdat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lastrefusedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lastrefusedfrom = table.Column<string>(type: "text", maxLength: 64, nullable: true, collation: "C"),
                    iswithoutnotices = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<Guid>(type: "uuid", nullable: false),
                    username = table.Column<string>(type: "text", maxLength: 512, nullable: true, collation: "C"),
                    normalizedusername = table.Column<string>(type: "text", maxLength: 512, nullable: true, collation: "C"),
                    email = table.Column<string>(type: "text", maxLength: 320, nullable: true, collation: "C"),
                    normalizedemail = table.Column<string>(type: "text", maxLength: 320, nullable: true, collation: "C"),
                    emailconfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    passwordhash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    securitystamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    concurrencystamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    lockoutend = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockoutenabled = table.Column<bool>(type: "boolean", nullable: false),
                    accessfailedcount = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accounts", x => x.id);
                    table.ForeignKey(
                        name: "fk_accounts_tenants_tenantid",
                        column: x => x.tenantid,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "apikeys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", maxLength: 100, nullable: false, collation: "C"),
                    prefix = table.Column<string>(type: "text", maxLength: 11, nullable: false, collation: "C"),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    scopes = table.Column<int>(type: "integer", nullable: false),
                    createdat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    createdby = table.Column<string>(type: "text", maxLength: 512, nullable: false, collation: "C"),
                    expiresat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lastusedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_apikeys", x => x.id);
                    table.ForeignKey(
                        name: "fk_apikeys_tenants_tenantid",
                        column: x => x.tenantid,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "emailproviders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", maxLength: 255, nullable: false, collation: "C"),
                    isenabled = table.Column<bool>(type: "boolean", nullable: false),
                    switchesafterunknown = table.Column<bool>(type: "boolean", nullable: false),
                    protectedpassword = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    protectedclientsecret = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    protectedsecrets = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    protectedwritten = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updatedby = table.Column<string>(type: "text", maxLength: 512, nullable: false, collation: "C"),
                    updatedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    removeduntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<Guid>(type: "uuid", nullable: false),
                    settings_authenticationtype = table.Column<string>(type: "text", maxLength: 32, nullable: false, collation: "C"),
                    settings_clientid = table.Column<string>(type: "text", maxLength: 255, nullable: true, collation: "C"),
                    settings_displayname = table.Column<string>(type: "text", maxLength: 255, nullable: true, collation: "C"),
                    settings_displaynamemode = table.Column<string>(type: "text", maxLength: 32, nullable: false, collation: "C"),
                    settings_encryption = table.Column<string>(type: "text", maxLength: 32, nullable: false, collation: "C"),
                    settings_fromaddress = table.Column<string>(type: "text", maxLength: 255, nullable: false, collation: "C"),
                    settings_host = table.Column<string>(type: "text", maxLength: 255, nullable: false, collation: "C"),
                    settings_kind = table.Column<string>(type: "text", maxLength: 32, nullable: false, defaultValue: "smtp", collation: "C"),
                    settings_maxconnections = table.Column<int>(type: "integer", nullable: true),
                    settings_messagesperconnection = table.Column<int>(type: "integer", nullable: true),
                    settings_messagesperminute = table.Column<int>(type: "integer", nullable: true),
                    settings_port = table.Column<int>(type: "integer", nullable: false),
                    settings_preset = table.Column<string>(type: "text", maxLength: 64, nullable: true, collation: "C"),
                    settings_replyto = table.Column<string>(type: "text", maxLength: 255, nullable: true, collation: "C"),
                    settings_scopes = table.Column<string>(type: "text", maxLength: 4096, nullable: true, collation: "C"),
                    settings_server = table.Column<string>(type: "text", maxLength: 32, nullable: false, defaultValue: "Own", collation: "C"),
                    settings_tokenendpoint = table.Column<string>(type: "text", maxLength: 4096, nullable: true, collation: "C"),
                    settings_username = table.Column<string>(type: "text", maxLength: 255, nullable: true, collation: "C"),
                    settings_values = table.Column<string>(type: "text", nullable: false, defaultValue: "", collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_emailproviders", x => x.id);
                    table.ForeignKey(
                        name: "fk_emailproviders_tenants_tenantid",
                        column: x => x.tenantid,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "guideticks",
                columns: table => new
                {
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    guideid = table.Column<string>(type: "text", maxLength: 64, nullable: false, collation: "C"),
                    step = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_guideticks", x => new { x.tenantid, x.guideid, x.step });
                    table.ForeignKey(
                        name: "fk_guideticks_tenants_tenantid",
                        column: x => x.tenantid,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    subjectid = table.Column<Guid>(type: "uuid", nullable: false),
                    openedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    toldat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    istoldopen = table.Column<bool>(type: "boolean", nullable: false),
                    title = table.Column<string>(type: "text", maxLength: 400, nullable: false, collation: "C"),
                    words = table.Column<string>(type: "text", maxLength: 4000, nullable: false, collation: "C"),
                    cured = table.Column<string>(type: "text", maxLength: 400, nullable: false, collation: "C"),
                    version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices", x => new { x.tenantid, x.kind, x.subjectid });
                    table.ForeignKey(
                        name: "fk_notices_tenants_tenantid",
                        column: x => x.tenantid,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tenantsenders",
                columns: table => new
                {
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    mode = table.Column<string>(type: "text", maxLength: 32, nullable: false, collation: "C"),
                    allowed = table.Column<string>(type: "text", maxLength: 25500, nullable: false, collation: "C"),
                    updatedby = table.Column<string>(type: "text", maxLength: 512, nullable: false, collation: "C"),
                    updatedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tenantsenders", x => x.tenantid);
                    table.ForeignKey(
                        name: "fk_tenantsenders_tenants_tenantid",
                        column: x => x.tenantid,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
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
                    failingwhy = table.Column<string>(type: "text", nullable: true, collation: "C"),
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
                name: "signinsessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    accountid = table.Column<Guid>(type: "uuid", nullable: false),
                    createdat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expiresat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    refusedbefore = table.Column<int>(type: "integer", nullable: false),
                    lastrefusedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lastrefusedfrom = table.Column<string>(type: "text", maxLength: 64, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signinsessions", x => x.id);
                    table.ForeignKey(
                        name: "fk_signinsessions_accounts_accountid",
                        column: x => x.accountid,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "apikeyrefusals",
                columns: table => new
                {
                    keyid = table.Column<Guid>(type: "uuid", nullable: false),
                    cause = table.Column<string>(type: "text", maxLength: 32, nullable: false, collation: "C"),
                    code = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    count = table.Column<long>(type: "bigint", nullable: false),
                    lastat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lastreply = table.Column<string>(type: "text", maxLength: 500, nullable: false, collation: "C"),
                    lastwhy = table.Column<string>(type: "text", maxLength: 500, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_apikeyrefusals", x => new { x.keyid, x.cause });
                    table.ForeignKey(
                        name: "fk_apikeyrefusals_apikeys_keyid",
                        column: x => x.keyid,
                        principalTable: "apikeys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
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

            migrationBuilder.InsertData(
                table: "tenants",
                columns: new[] { "id", "createdat", "domain", "isactive", "version" },
                values: new object[] { new Guid("01900000-0000-7000-8000-000000000001"), new DateTimeOffset(new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), "carbon.super", true, new Guid("01900000-0000-7000-8000-000000000001") });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_normalizedusername",
                table: "accounts",
                column: "normalizedusername",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_accounts_tenantid",
                table: "accounts",
                column: "tenantid");

            migrationBuilder.CreateIndex(
                name: "ix_apikeys_prefix",
                table: "apikeys",
                column: "prefix",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_apikeys_tenantid",
                table: "apikeys",
                column: "tenantid");

            migrationBuilder.CreateIndex(
                name: "ix_emailproviders_removeduntil",
                table: "emailproviders",
                column: "removeduntil",
                filter: "RemovedUntil IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_emailproviders_tenantid",
                table: "emailproviders",
                column: "tenantid");

            migrationBuilder.CreateIndex(
                name: "ix_outboxcontents_dropat",
                table: "outboxcontents",
                column: "dropat",
                filter: "DropAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outboxcounters_tenantid",
                table: "outboxcounters",
                column: "tenantid",
                filter: "State IN (0, 2) AND Count <> 0");

            migrationBuilder.CreateIndex(
                name: "ix_outboxkeys_expiresat",
                table: "outboxkeys",
                column: "expiresat");

            migrationBuilder.CreateIndex(
                name: "ix_outboxlatest_at_tenantid",
                table: "outboxlatest",
                columns: new[] { "at", "tenantid" },
                filter: "Kind = 0");

            migrationBuilder.CreateIndex(
                name: "ix_outboxlatest_tenantid",
                table: "outboxlatest",
                column: "tenantid",
                filter: "Kind = 4");

            migrationBuilder.CreateIndex(
                name: "ix_outboxmessages_acceptedby_id",
                table: "outboxmessages",
                columns: new[] { "acceptedby", "id" },
                filter: "AcceptedBy IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outboxmessages_cause_id",
                table: "outboxmessages",
                columns: new[] { "cause", "id" },
                filter: "Cause IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outboxmessages_expiresat",
                table: "outboxmessages",
                column: "expiresat",
                filter: "DueAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outboxmessages_failedat_cause",
                table: "outboxmessages",
                columns: new[] { "failedat", "cause" },
                filter: "Cause IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outboxmessages_internetmessageid",
                table: "outboxmessages",
                column: "internetmessageid",
                filter: "AttemptsBefore > 0");

            migrationBuilder.CreateIndex(
                name: "ix_outboxmessages_sendat_id",
                table: "outboxmessages",
                columns: new[] { "sendat", "id" },
                filter: "SendAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outboxmessages_state_id",
                table: "outboxmessages",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_outboxmessages_tenantid_acceptedby_id",
                table: "outboxmessages",
                columns: new[] { "tenantid", "acceptedby", "id" },
                filter: "AcceptedBy IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outboxmessages_tenantid_cause_id",
                table: "outboxmessages",
                columns: new[] { "tenantid", "cause", "id" },
                filter: "Cause IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outboxmessages_tenantid_failedat_cause",
                table: "outboxmessages",
                columns: new[] { "tenantid", "failedat", "cause" },
                filter: "Cause IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outboxmessages_tenantid_id",
                table: "outboxmessages",
                columns: new[] { "tenantid", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_outboxmessages_tenantid_priority_dueat",
                table: "outboxmessages",
                columns: new[] { "tenantid", "priority", "dueat" },
                filter: "DueAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outboxmessages_tenantid_sendat_id",
                table: "outboxmessages",
                columns: new[] { "tenantid", "sendat", "id" },
                filter: "SendAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outboxmessages_tenantid_state_id",
                table: "outboxmessages",
                columns: new[] { "tenantid", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_outboxrecipients_domain_messageid",
                table: "outboxrecipients",
                columns: new[] { "domain", "messageid" });

            migrationBuilder.CreateIndex(
                name: "ix_outboxrecipients_normalizedaddress_messageid",
                table: "outboxrecipients",
                columns: new[] { "normalizedaddress", "messageid" });

            migrationBuilder.CreateIndex(
                name: "ix_outboxrecipients_tenantid_domain_messageid",
                table: "outboxrecipients",
                columns: new[] { "tenantid", "domain", "messageid" });

            migrationBuilder.CreateIndex(
                name: "ix_outboxrecipients_tenantid_normalizedaddress_messageid",
                table: "outboxrecipients",
                columns: new[] { "tenantid", "normalizedaddress", "messageid" });

            migrationBuilder.CreateIndex(
                name: "ix_outboxtags_pair_messageid",
                table: "outboxtags",
                columns: new[] { "pair", "messageid" });

            migrationBuilder.CreateIndex(
                name: "ix_outboxtrends_start",
                table: "outboxtrends",
                column: "start");

            migrationBuilder.CreateIndex(
                name: "ix_signinsessions_accountid",
                table: "signinsessions",
                column: "accountid");

            migrationBuilder.CreateIndex(
                name: "ix_signinsessions_expiresat",
                table: "signinsessions",
                column: "expiresat");

            migrationBuilder.CreateIndex(
                name: "ix_tenants_activefirst_domain",
                table: "tenants",
                columns: new[] { "isactive", "domain" },
                descending: new[] { true, false });

            migrationBuilder.CreateIndex(
                name: "ix_tenants_domain",
                table: "tenants",
                column: "domain",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tenants_isactive_domain",
                table: "tenants",
                columns: new[] { "isactive", "domain" });

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

            // Encrypted bytes cannot be compressed
            migrationBuilder.Sql("ALTER TABLE outboxcontents ALTER COLUMN protected SET STORAGE EXTERNAL");

            // Their rows come and go: by the defaults a fifth of a table would be dead before it is cleaned, and the index of what is due with it
            foreach (var table in new[] { "outboxmessages", "outboxrecipients", "outboxcontents", "outboxattempts" })
            {
                migrationBuilder.Sql($"ALTER TABLE {table} SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0)");
            }

            migrationBuilder.Sql(ClusterSql.Tables);
            migrationBuilder.Sql(ClusterSql.Events);
            migrationBuilder.Sql(ClusterSql.Orleans);
        }
    }
}
