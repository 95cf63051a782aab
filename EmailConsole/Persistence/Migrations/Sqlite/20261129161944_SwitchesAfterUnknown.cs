using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations.Sqlite
{
    /// <summary>A tenant may rather have a code twice than not at all.</summary>
    public partial class SwitchesAfterUnknown : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "SwitchesAfterUnknown",
                table: "EmailProviders",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "SwitchesAfterUnknown",
                table: "EmailProviders");
        }
    }
}
