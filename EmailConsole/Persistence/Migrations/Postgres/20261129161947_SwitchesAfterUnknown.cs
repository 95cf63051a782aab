using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations.Postgres
{
    /// <summary>A tenant may rather have a code twice than not at all.</summary>
    public partial class SwitchesAfterUnknown : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "switchesafterunknown",
                table: "emailproviders",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "switchesafterunknown",
                table: "emailproviders");
        }
    }
}
